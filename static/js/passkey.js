/* Passkeys: the browser signs what the page gives it, and the form takes the answer. Needs webauthn-json.js of allauth. */
(function () {
  "use strict";

  var button = document.querySelector("[data-passkey]");
  if (!button || !window.PublicKeyCredential) return;
  var form = button.form;
  var given = document.getElementById("passkey-options");
  var problem = document.querySelector("[data-passkey-problem]");
  button.hidden = false;

  function options() {
    if (given) return Promise.resolve(JSON.parse(given.textContent));
    return fetch(form.action, { headers: { Accept: "application/json" } }).then(function (answer) {
      return answer.json();
    }).then(function (data) { return data.request_options; });
  }

  function ask(wanted) {
    if (button.dataset.passkey !== "create") return window.webauthnJSON.get(wanted);
    // One that signs in by itself stays in the device, and asks for a finger, a face or a number.
    var choice = wanted.publicKey.authenticatorSelection;
    choice.residentKey = choice.userVerification = "required";
    choice.requireResidentKey = true;
    return window.webauthnJSON.create(wanted);
  }

  button.addEventListener("click", function (event) {
    event.preventDefault();
    if (problem) problem.hidden = true;
    options().then(ask).then(function (credential) {
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    }).catch(function () { if (problem) problem.hidden = false; });
  });
})();
