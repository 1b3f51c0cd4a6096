// What is wrong with the page that stands, a line for each fault; axe has been loaded.
async () => {
  const found = [];
  const told = (node) => node.outerHTML.slice(0, 160).replace(/\s+/g, " ");
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Colours and places half way between two states are nobody's.
  for (const moving of document.getAnimations()) moving.effect?.getComputedTiming().endTime === Infinity ? moving.cancel() : moving.finish();

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    const beyond = all("body *").filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
    found.push(`${wide} px wide: ${beyond.slice(0, 3).map(told).join(" … ")}`);
  }

  const spills = (node) => {
    const style = getComputedStyle(node);
    const isBox = style.overflowX === "visible" && !style.display.startsWith("inline") && node.clientWidth > 1;
    return isBox && node.scrollWidth > node.clientWidth + 1;
  };
  const folded = ".krds-breadcrumb-wrap"; // the way in between stands as three dots on a phone
  const spilling = all("td, th, dd, dt, p, li, h1, h2, h3, h4, a, button, label, legend, summary").filter(spills);
  for (const node of spilling.filter((one) => !one.closest(folded)).slice(0, 5)) found.push(`text spills: ${told(node)}`);

  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = { "target-size": { enabled: true } };
  const { violations } = await axe.run(document, { runOnly: tags, rules, resultTypes: ["violations"] });
  for (const fault of violations) {
    for (const node of fault.nodes) found.push(`${fault.id}: ${node.html.slice(0, 160).replace(/\s+/g, " ")}`);
  }

  const look = (node) => {
    const parts = [node, node.parentElement, node.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
    const outline = (style) => (style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor);
    return parts.map((style) => [outline(style), style.boxShadow, style.borderColor, style.backgroundColor].join()).join(";");
  };
  const controls = all("a[href], button, input, select, textarea, summary, [role=button]");
  for (const node of controls.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)) {
    if (node.tabIndex > 0) found.push(`tab order of its own: ${told(node)}`);
    if (node.tabIndex < 0 && node.ariaHidden !== "true") found.push(`not reached by Tab: ${told(node)}`);
    document.activeElement?.blur();
    const before = look(node);
    node.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === node && look(node) === before) found.push(`focus not seen: ${told(node)}`);
  }
  document.activeElement?.blur();
  return found;
}
