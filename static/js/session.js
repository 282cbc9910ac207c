/* Five minutes before a session ends a dialog asks whether to stay signed in. Other tabs may have moved the end. */
(function () {
  "use strict";

  var dialog = document.querySelector("dialog[data-session-end]");
  if (!dialog || !dialog.showModal) return;
  var WARNING = 5 * 60 * 1000;
  var KEY = "session-end";
  var form = dialog.querySelector("form");
  var end;
  var timer;

  // Seconds, not instants: the clock of a reader's computer may be wrong.
  function remember(seconds) {
    end = Date.now() + Number(seconds) * 1000;
    try { localStorage.setItem(KEY, String(end)); } catch (fault) { /* a browser may forbid it */ }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (dialog.open && end - Date.now() > WARNING) dialog.close();
    timer = setTimeout(warn, Math.max(0, end - WARNING - Date.now()));
  }

  function warn() {
    if (end - Date.now() > WARNING) return plan();
    if (!dialog.open && end > Date.now()) dialog.showModal();
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error("signed out");
        return answer.json();
      })
      .then(function (data) {
        dialog.close();
        remember(data.seconds);
      })
      .catch(function () { dialog.close(); });
  });
  window.addEventListener("storage", function (event) {
    if (event.key !== KEY || !Number(event.newValue)) return;
    end = Number(event.newValue);
    plan();
  });
  document.addEventListener("visibilitychange", plan);
  remember(dialog.dataset.seconds);
})();
