/* Makes pleasant what works without it: panels close, errors take the focus, texts are copied, times are the reader's. */
(function () {
  "use strict";

  var PANELS = "details.site-panel, details.site-menu__section, details.site-menu";

  function openPanels() {
    return Array.prototype.filter.call(document.querySelectorAll(PANELS), function (panel) {
      return panel.open;
    });
  }

  // A panel of the header closes when the reader goes on elsewhere, or presses Escape inside it.
  document.addEventListener("click", function (event) {
    openPanels().forEach(function (panel) {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });
  document.addEventListener("focusin", function (event) {
    openPanels().forEach(function (panel) {
      if (!panel.contains(event.target) && panel.classList.contains("site-panel")) panel.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var panel = event.target.closest && event.target.closest(PANELS);
    while (panel && !panel.open) panel = panel.parentElement.closest(PANELS);
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

  // The summary of errors takes the focus, so that it is read first.
  var errors = document.querySelector(".error-summary");
  if (errors) errors.focus();

  // The address of a page may name something that is folded.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var folded = target && target.closest("details");
    if (folded) folded.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  // <button hidden data-copy="id of what to copy" data-done="Copied">Copy</button>
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(source.value || source.textContent.trim()).then(function () {
        button.textContent = button.dataset.done || button.textContent;
      });
    });
  });

  // <span hidden data-reader-time="2026-11-22T12:00:00Z" data-zone="Europe/Brussels">(your time: <time></time>)</span>
  // is shown to readers whose clock shows another time than that zone.
  document.querySelectorAll("[data-reader-time]").forEach(function (element) {
    var place = element.querySelector("time");
    var instant = new Date(element.dataset.readerTime);
    if (!place || isNaN(instant)) return;
    var language = document.documentElement.lang;
    var options = { dateStyle: "long", timeStyle: "short" };
    var theirs = new Intl.DateTimeFormat(language, options).format(instant);
    options.timeZone = element.dataset.zone || "Europe/Brussels";
    if (theirs === new Intl.DateTimeFormat(language, options).format(instant)) return;
    place.dateTime = element.dataset.readerTime;
    place.textContent = theirs;
    element.hidden = false;
  });
})();
