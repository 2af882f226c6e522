// Buttons that copy their `data-copy` text; they stay hidden where a page may not write the clipboard.
for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.querySelector("[data-copy-label]");
  const status = document.querySelector("[data-copy-status]");
  const words = label.textContent;
  let timer;

  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = "Copied";
      status.textContent = "The link is on your clipboard.";
    } catch {
      status.textContent = "The link could not be copied.";
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.textContent = words;
      status.textContent = "";
    }, 4000);
  });
}
