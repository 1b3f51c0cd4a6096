// Says on the page that the browser did not confirm a passkey: cancelled, not known here, or not possible at this address.
document.addEventListener("allauth.error", (event) => {
  const said = document.querySelector("[data-passkey-error]");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
  said.focus();
});
