import type { Method } from '../../openapi/operation.ts';
import type { Answer, Content, DescribedOperation, Parameter } from '../../openapi/types.ts';
import { typeOf } from './attributes.ts';
import { curlOf } from './curl.ts';
import { errorAnchor, Prose, Sample, ShapeLink } from './parts.tsx';

const ParameterRow = ({ name, in: place, required, description, schema }: Parameter) => (
  <div>
    <dt>
      <code>{name}</code> <span class="facts">{place}</span>
    </dt>
    <dd>
      {[typeOf(schema), required && 'required'].filter(Boolean).join(', ')}
      {description && `. ${description}`}
    </dd>
  </div>
);

function shapeOf(content: Content | undefined): string | null {
  const { schema } = Object.values(content ?? {})[0] ?? {};
  return typeof schema?.['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? null) : null;
}

const Brings = ({ content }: { content: Content | undefined }) => {
  const name = shapeOf(content);
  if (!name) return <>{content && ': a page'}</>;
  return (
    <>
      : <ShapeLink name={name} />
    </>
  );
};

/** What a body is: JSON of a shape, or bytes of a media type. */
const Body = ({ content }: { content: Content }) => {
  const name = shapeOf(content);
  return name ? <ShapeLink name={name} /> : <code>{Object.keys(content)[0]}</code>;
};

const AnswerRow = ({ status, answer }: { status: string; answer: Answer }) => (
  <div>
    <dt>
      <code>{status}</code>
    </dt>
    <dd>
      {answer.description}
      <Brings content={answer.content} />
      {answer.headers && ` (${Object.keys(answer.headers).join(', ')})`}
    </dd>
  </div>
);

const codesOf = ({ content }: Answer) => Object.keys(Object.values(content ?? {})[0]?.examples ?? {});

/** All errors in one row, the codes of a status together. */
const ErrorsRow = ({ answers }: { answers: [string, Answer][] }) => (
  <div>
    <dt>
      <span class="facts">errors</span>
    </dt>
    <dd class="errors">
      {answers.map(([status, answer]) => (
        <span>
          {status}{' '}
          {codesOf(answer).map((code) => (
            <a href={`#${errorAnchor(code)}`}>{code}</a>
          ))}
        </span>
      ))}
    </dd>
  </div>
);

const isError = ([status]: [string, Answer]) => Number(status) >= 400;

const whoMay = ({ security }: DescribedOperation) => {
  const scope = security.flatMap(({ oauth2 = [] }) => oauth2)[0];
  return scope ? <>Takes the scope {<code>{scope}</code>}.</> : <>For anyone, signed in or not.</>;
};

type Props = { origin: string; path: string; method: Method; operation: DescribedOperation };

/** One operation: what it takes, what it answers, and how to call it. */
export const OperationSection = ({ origin, path, method, operation }: Props) => {
  const { operationId, summary, description, parameters, requestBody, responses, tags } = operation;
  const answers = Object.entries(responses);
  return (
    <section class="operation" id={operationId} aria-labelledby={`${operationId}-name`}>
      <h3 id={`${operationId}-name`}>
        <a class="own" href={`#${operationId}`}>
          {summary}
        </a>
      </h3>
      <p class="call">
        <code>
          <b>{method.toUpperCase()}</b> {path}
        </code>
      </p>
      <p>
        {whoMay(operation)} {description && <Prose text={description} />}
      </p>
      {(parameters || requestBody) && (
        <>
          <h4>Takes</h4>
          <dl class="attributes">
            {parameters?.map((parameter) => (
              <ParameterRow {...parameter} />
            ))}
            {requestBody && (
              <div>
                <dt>
                  <span class="facts">body</span>
                </dt>
                <dd>
                  <Body content={requestBody.content} />
                  {!requestBody.required && ', or none'}
                </dd>
              </div>
            )}
          </dl>
        </>
      )}
      <h4>Answers</h4>
      <dl class="attributes">
        {answers
          .filter((one) => !isError(one))
          .map(([status, answer]) => (
            <AnswerRow status={status} answer={answer} />
          ))}
        <ErrorsRow answers={answers.filter(isError)} />
      </dl>
      {!tags.includes('Sign-in') && <Sample text={curlOf({ origin, path, method, operation })} />}
    </section>
  );
};
