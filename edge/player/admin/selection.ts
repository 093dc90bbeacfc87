const boxesIn = (root: Element) => [...root.querySelectorAll<HTMLInputElement>('[data-choice]')];

/**
 * The boxes checked in a table whose rows are replaced now and then: what was chosen stays chosen as long as its row is
 * there. `onChange` is called whenever that may have changed.
 */
export function createSelection(root: Element, onChange: () => void) {
  const ids = new Set(boxesIn(root).flatMap(({ checked, value }) => (checked ? [value] : [])));
  const show = () => {
    const boxes = boxesIn(root);
    const there = new Set(boxes.map(({ value }) => value));
    for (const id of ids) if (!there.has(id)) ids.delete(id);
    for (const box of boxes) box.checked = ids.has(box.value);
    onChange();
  };
  const observer = new MutationObserver((records) => {
    const isRows = (node: Node) => node instanceof Element && boxesIn(node).length > 0;
    if (records.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(isRows))) show();
  });
  root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches('[data-choice]')) return;
    if (target.checked) ids.add(target.value);
    else ids.delete(target.value);
    onChange();
  });
  return {
    /** From now on rows that come are kept as they were chosen; gives the way to end it. */
    watch() {
      observer.observe(root, { childList: true, subtree: true });
      show();
      return () => observer.disconnect();
    },
    chosen: () => boxesIn(root).filter(({ checked }) => checked),
    count: () => boxesIn(root).length,
    set(wanted: Iterable<string>) {
      ids.clear();
      for (const id of wanted) ids.add(id);
      show();
    },
    setAll(checked: boolean) {
      this.set(checked ? boxesIn(root).map(({ value }) => value) : []);
    },
  };
}
