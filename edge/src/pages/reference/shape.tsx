import type { JsonSchema } from '../../openapi/types.ts';
import { attributesOf } from './attributes.ts';
import { Sample, ShapeLink, shapeAnchor } from './parts.tsx';

type Props = { name: string; schema: JsonSchema; example: unknown };

/** One shape: its attributes, and one value of it. */
export const ShapeSection = ({ name, schema, example }: Props) => (
  <section class="shape" id={shapeAnchor(name)} aria-labelledby={`${name}-name`}>
    <h3 id={`${name}-name`}>
      <a class="own" href={`#${shapeAnchor(name)}`}>
        {name}
      </a>
    </h3>
    <dl class="attributes">
      {attributesOf(schema).map(({ path, type, shape, optional }) => (
        <div>
          <dt>
            <code>{path}</code>
          </dt>
          <dd>
            {type}
            {optional && ', optional'}
            {shape && (
              <>
                {' '}
                (<ShapeLink name={shape} />)
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
    <Sample text={JSON.stringify(example, null, 2)} />
  </section>
);
