// What every page needs: the theme switch, dialogs, copying, errors of htmx requests, and honesty about a lost connection.
(() => {
  "use strict";

  // --- Theme: the cookie tells the server, the media of the dark sheet tells the page.
  const sheet = document.getElementById("dark-colours");
  const darkNow = () => sheet.media !== "not all" && matchMedia(sheet.media.replace(/^screen and /, "")).matches;
  for (const control of document.querySelectorAll("[data-theme-switch]")) {
    control.addEventListener("click", (event) => {
      event.preventDefault();
      const theme = darkNow() ? "light" : "dark";
      document.cookie = `radhub-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
      document.documentElement.dataset.theme = theme;
      sheet.media = theme === "dark" ? "screen" : "not all";
    });
  }

  // --- Dialogs: data-opens="id" opens one of the page's own; #dialog shows what htmx fetched into it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      document.getElementById(opener.dataset.opens).showModal();
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      closer.closest("dialog").close();
      return;
    }
    const copier = event.target.closest("[data-copies]");
    if (copier) {
      copy(copier);
    }
  });

  // A choice above a list is a wish to see that list now.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) {
      event.target.form.requestSubmit();
    }
  });

  async function copy(control) {
    const source = document.getElementById(control.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      control.classList.add("copied");
      setTimeout(() => control.classList.remove("copied"), 1500);
    } catch {
      // Without leave to write to the clipboard the text is selected instead, so that one key copies it.
      getSelection().selectAllChildren(source);
    }
  }

  // --- What went wrong, said at the top of the page.
  const notices = document.getElementById("notices");
  const say = (text) => {
    const notice = document.createElement("p");
    notice.className = "notice notice-bad";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    notices?.replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  };
  window.radhub = { say };

  // --- htmx
  const csrf = document.querySelector('meta[name="csrf"]');
  document.addEventListener("htmx:configRequest", (event) => {
    if (csrf && event.detail.verb !== "get") {
      event.detail.headers[csrf.dataset.header] = csrf.content;
    }
    // A list that renews itself is nobody doing something: it does not keep the person signed in.
    if (event.detail.elt.hasAttribute("data-live")) {
      event.detail.headers["X-Radhub-Renewal"] = "1";
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "dialog" && !event.detail.target.open) {
      event.detail.target.showModal();
    }
  });

  // A live list must not take away what somebody is selecting, typing or has just pressed.
  const shown = new WeakMap();
  const busy = (list) => {
    const selection = getSelection();
    const at = document.activeElement;
    return (
      (!selection.isCollapsed && list.contains(selection.anchorNode)) ||
      (list.contains(at) && at.matches("select, input, textarea"))
    );
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, elt } = event.detail;
    if (new URL(xhr.responseURL, location.href).pathname.endsWith("/login")) {
      event.detail.shouldSwap = false;
      // Where somebody writes, the page stays: its own script says what to do.
      if (document.querySelector("[data-keeps-page]")) {
        lost(elt, true);
      } else {
        location.href = "/login?expired";
      }
      return;
    }
    if (xhr.status >= 400) {
      showProblem(event);
      return;
    }
    if (elt.hasAttribute("data-live")) {
      if (shown.get(target) === xhr.responseText || busy(target)) {
        event.detail.shouldSwap = false;
      } else {
        shown.set(target, xhr.responseText);
      }
    }
  });

  // The server says what went wrong in a fragment; it belongs beside the form that asked.
  function showProblem(event) {
    const { xhr, elt } = event.detail;
    if (elt.hasAttribute("data-live")) {
      lost(elt, true);
      return;
    }
    const problem = xhr.getResponseHeader("X-Radhub-Problem")
      ? decodeURIComponent(xhr.getResponseHeader("X-Radhub-Problem"))
      : document.body.dataset.failed;
    const beside = elt.closest("form, dialog")?.querySelector(".form-error");
    if (beside) {
      beside.textContent = problem;
    } else {
      say(problem);
    }
  }

  // --- Live lists say so when they are not live any more.
  const lost = (elt, isLost) => {
    for (const light of document.querySelectorAll(".live")) {
      light.classList.toggle("live-lost", isLost);
      light.textContent = isLost ? light.dataset.lost : light.dataset.live;
    }
    elt.toggleAttribute("data-stale", isLost);
  };
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.elt.hasAttribute("data-live")) {
        lost(event.detail.elt, true);
      } else {
        say(document.body.dataset.failed);
      }
    });
  }
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (elt.hasAttribute("data-live") && xhr.status < 400) {
      lost(elt, false);
    }
  });
})();
