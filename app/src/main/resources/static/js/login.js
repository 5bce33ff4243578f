// The demo's chips fill in the name, and leave the password to the person.
(() => {
  "use strict";
  for (const chip of document.querySelectorAll("[data-username]")) {
    chip.addEventListener("click", () => {
      document.getElementById("username").value = chip.dataset.username;
      document.getElementById("password").focus();
    });
  }
})();
