/** Text in which backquotes mark code. */
export const Prose = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
);

/** Something to copy: one click selects all of it. Long lines are broken, so that nothing has to be scrolled sideways. */
export const Sample = ({ text }: { text: string }) => (
  <pre class="sample">
    <code>{text}</code>
  </pre>
);

export const shapeAnchor = (name: string) => `shape-${name}`;
export const errorAnchor = (code: string) => `error-${code}`;

export const ShapeLink = ({ name }: { name: string }) => <a href={`#${shapeAnchor(name)}`}>{name}</a>;
