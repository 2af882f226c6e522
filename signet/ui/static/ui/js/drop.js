// A file dropped on the zone goes into the zone's own file input; the form is then sent as always.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector('input[type="file"]');
  let depth = 0;

  zone.querySelector("[data-drop-words]").hidden = false;

  function show(over) {
    zone.classList.toggle("drop--over", over);
  }

  zone.addEventListener("dragenter", (event) => {
    event.preventDefault();
    depth += 1;
    show(true);
  });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("dragleave", () => {
    depth -= 1;
    show(depth > 0);
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    show(false);
    if (event.dataTransfer.files.length === 0) {
      return;
    }
    input.files = event.dataTransfer.files;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
