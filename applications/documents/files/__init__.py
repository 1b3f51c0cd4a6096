"""What an uploaded file really is: extension, signature and structure must tell the same story."""
