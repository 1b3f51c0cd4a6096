"""What somebody types to sign a company up."""

PASSWORD = "푸른바다거북-7812"
PERSON = {
    "person_name": "박담당",
    "email": "park@example.org",
    "person_phone": "02-000-0000",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
COMPANY = {
    "business_number": "123-45-67891",
    "name": "새벽공정",
    "representative": "이대표",
    "supplier_type": "SMART_MFG",
    "technology_field": "INFORMATION",
    "company_size": "small",
    "region_code": "12",
}
FORM = PERSON | COMPANY | {"agrees": "on"}
STORED = COMPANY | {"business_number": "1234567891"}
