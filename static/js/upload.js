/* Sends a file in pieces, shows how far it is, and goes on after a cut. Without it the form sends the file at once. */
(function () {
  "use strict";

  var PIECE = 512 * 1024;
  var form = document.querySelector("form[data-upload]");
  if (!form || !window.fetch || !window.Blob || !Blob.prototype.slice) return;

  var camera = form.querySelector("[data-camera]");
  if (camera && window.matchMedia) camera.hidden = !matchMedia("(pointer: coarse)").matches;

  var panel = form.querySelector("[data-progress]");
  var bar = panel.querySelector("progress");
  var words = panel.querySelector("[role=status]");
  var button = form.querySelector("[type=submit]");
  var inputs = Array.prototype.slice.call(form.querySelectorAll("input[type=file]"));
  var csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;

  function ask(address, options) {
    options.headers = { "X-CSRFToken": csrf };
    options.credentials = "same-origin";
    return fetch(address, options).then(function (answer) {
      if (answer.status >= 500) throw new Error("later");
      if (answer.redirected || answer.status === 403 || answer.status === 404) location.reload(); // signed out
      return answer.json().then(function (state) { return { ok: answer.ok, state: state }; });
    });
  }

  function sleep(seconds) {
    return new Promise(function (done) { setTimeout(done, seconds * 1000); });
  }

  // What fails for want of a connection is tried again, later and later, until the page is left.
  function keepTrying(attempt, seconds) {
    return attempt().then(function (result) {
      words.textContent = "";
      return result;
    }, function () {
      words.textContent = words.dataset.waiting;
      return sleep(seconds).then(function () { return keepTrying(attempt, Math.min(seconds * 2, 30)); });
    });
  }

  function remembered(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name);
      if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value);
    } catch (error) { /* a browser that keeps nothing begins anew */ }
    return null;
  }

  function begin(file, name) {
    var token = remembered(name);
    if (!token) return announce(file, name);
    return fetch(form.dataset.upload + token + "/", { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : announce(file, name);
    });
  }

  function announce(file, name) {
    var data = new FormData();
    data.append("name", file.name);
    data.append("size", file.size);
    return ask(form.dataset.upload, { method: "POST", body: data }).then(function (answer) {
      if (answer.ok) remembered(name, answer.state.token);
      return answer.state;
    });
  }

  function send(file, state) {
    bar.value = Math.round(100 * state.received / state.size);
    if (state.received >= state.size) return Promise.resolve(state);
    var piece = file.slice(state.received, state.received + PIECE);
    var address = form.dataset.upload + state.token + "/?offset=" + state.received;
    return keepTrying(function () { return ask(address, { method: "PUT", body: piece }); }, 1).then(function (answer) {
      return send(file, answer.state);
    });
  }

  form.addEventListener("submit", function (event) {
    var chosen = inputs.filter(function (input) { return input.files.length; })[0];
    if (!chosen || chosen.files[0].size === 0) return;
    event.preventDefault();
    var file = chosen.files[0];
    var name = "upload:" + [file.name, file.size, file.lastModified].join(":");
    panel.hidden = false;
    button.disabled = true;
    keepTrying(function () { return begin(file, name); }, 1).then(function (state) {
      if (state.error) {
        words.textContent = state.error;
        button.disabled = false;
        return;
      }
      send(file, state).then(function (done) {
        remembered(name, null);
        form.elements.upload.value = done.token;
        inputs.forEach(function (input) { input.disabled = true; });
        form.submit();
      });
    });
  });
})();
