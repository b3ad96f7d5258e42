// Tìm đơn vị: keeps the options whose label has all words typed, with or without diacritics.
const search = document.getElementById("tim");
const select = document.getElementById("don_vi");
const result = document.getElementById("ket-qua");
const groups = [...select.querySelectorAll("optgroup")].map((group) => ({
  group,
  options: [...group.querySelectorAll("option")],
}));
const plain = (text) =>
  text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

function narrow() {
  const words = plain(search.value).split(/\s+/).filter(Boolean);
  let found = 0;
  select.replaceChildren(
    ...groups.flatMap(({ group, options }) => {
      const kept = options.filter((option) => {
        const text = plain(`${option.label} ${group.label}`);
        return words.every((word) => text.includes(word));
      });
      group.replaceChildren(...kept);
      found += kept.length;
      return kept.length ? [group] : [];
    }),
  );
  result.textContent = words.length ? `${found} đơn vị` : "";
  if (found === 1) select.selectedIndex = 0;
}

for (const hidden of document.querySelectorAll("#tim, label[for=tim]")) hidden.hidden = false;
search.addEventListener("input", narrow);
// Enter in the search box goes to the list, it does not send the form.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  select.focus();
});
