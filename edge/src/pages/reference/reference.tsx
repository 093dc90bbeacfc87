import type { ErrorCode } from '../../../../shared/errors.ts';
import { statusOf } from '../../../../shared/errors.ts';
import type { Method } from '../../openapi/operation.ts';
import { shapes } from '../../openapi/shapes.ts';
import type { OpenapiDocument } from '../../openapi/types.ts';
import { type Frame, Page } from '../page.tsx';
import { OperationSection } from './operation.tsx';
import { errorAnchor, Prose, Sample, shapeAnchor } from './parts.tsx';
import { ShapeSection } from './shape.tsx';

function operationsOf({ paths }: OpenapiDocument, tag: string) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ path, method: method as Method, operation })),
  );
}

const tagAnchor = (tag: string) => `tag-${tag}`;

/** Everything on the page, to jump to. */
const Contents = ({ document }: { document: OpenapiDocument }) => (
  <nav class="contents" aria-label="On this page">
    <ul>
      <li>
        <a class="noun" href="#access">
          Access
        </a>
      </li>
      {document.tags.map(({ name }) => (
        <li>
          <a class="noun" href={`#${tagAnchor(name)}`}>
            {name}
          </a>
          <ul>
            {operationsOf(document, name).map(({ operation }) => (
              <li>
                <a href={`#${operation.operationId}`}>{operation.summary}</a>
              </li>
            ))}
          </ul>
        </li>
      ))}
      <li>
        <a class="noun" href="#shapes">
          Shapes
        </a>
      </li>
      <li>
        <a class="noun" href="#errors">
          Errors
        </a>
      </li>
    </ul>
  </nav>
);

const tokenCall = (tokenUrl: string) =>
  [
    `SHARK_TOKEN=$(curl -s -u "$SHARK_CLIENT_ID:$SHARK_CLIENT_SECRET"`,
    `-d grant_type=client_credentials "${tokenUrl}" | jq -r .access_token)`,
  ].join(' \\\n  ');

const Access = ({ document, login }: { document: OpenapiDocument; login: string }) => (
  <section id="access">
    <h2>Access</h2>
    {Object.values(document.components.securitySchemes).map(({ description }) => (
      <p>
        <Prose text={String(description)} />
      </p>
    ))}
    <p>A bot’s token, with the credentials of its client in two variables:</p>
    <Sample text={tokenCall(`${login}/oauth2/token`)} />
  </section>
);

const Errors = ({ document }: { document: OpenapiDocument }) => (
  <section id="errors">
    <h2>Errors</h2>
    <p>
      Codes are promises; messages are for people and may change. Every error is an{' '}
      <a href={`#${shapeAnchor('Error')}`}>Error</a>.
    </p>
    <dl class="attributes">
      {Object.entries(document.components.examples).map(([code, { summary }]) => (
        <div id={errorAnchor(code)}>
          <dt>
            <code>{code}</code> <span class="facts">{statusOf[code as ErrorCode]}</span>
          </dt>
          <dd>{summary}</dd>
        </div>
      ))}
    </dl>
  </section>
);

const exampleOf = (name: string) => shapes.find((shape) => shape.name === name)?.example;

type Props = { frame: Frame; document: OpenapiDocument; login: string };

/** `/api`: the OpenAPI document for people. Readable without script, and all of it found by the browser's own search. */
export const ReferencePage = ({ frame, document, login }: Props) => {
  const origin = document.servers[0]?.url ?? '';
  return (
    <Page {...frame} title="API">
      <div class="reference">
        <Contents document={document} />
        <article>
          <h1>The API</h1>
          <p>
            <Prose text={document.info.description} />
          </p>
          <p>
            Version {document.info.version}, at <code>{origin}</code>. The same for programs:{' '}
            <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).
          </p>
          <Access document={document} login={login} />
          {document.tags.map(({ name, description }) => (
            <section id={tagAnchor(name)}>
              <h2>{name}</h2>
              <p>{description}</p>
              {operationsOf(document, name).map((one) => (
                <OperationSection origin={origin} {...one} />
              ))}
            </section>
          ))}
          <section id="shapes">
            <h2>Shapes</h2>
            {Object.entries(document.components.schemas).map(([name, schema]) => (
              <ShapeSection name={name} schema={schema} example={exampleOf(name)} />
            ))}
          </section>
          <Errors document={document} />
        </article>
      </div>
    </Page>
  );
};
