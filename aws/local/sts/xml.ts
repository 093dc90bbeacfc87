import { escapeMarkup } from '../http/markup.ts';
import type { StsError } from './errors.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Elements by name, in order; nested objects are nested elements. */
export type Elements = { [name: string]: string | Elements };

const write = (elements: Elements): string =>
  Object.entries(elements)
    .map(
      ([name, inside]) =>
        `<${name}>${typeof inside === 'string' ? escapeMarkup(inside) : write(inside)}</${name}>`,
    )
    .join('');

function respond(root: string, inside: Elements, status: number, requestId: string): Response {
  const body = `<${root} xmlns="${namespace}">${write(inside)}</${root}>`;
  return new Response(body, {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  });
}

/** The answer to an action of the query protocol. */
export const answer = (action: string, result: Elements, RequestId: string) =>
  respond(
    `${action}Response`,
    { [`${action}Result`]: result, ResponseMetadata: { RequestId } },
    200,
    RequestId,
  );

/** An error of the query protocol. */
export const refusal = ({ code, message, status }: StsError, RequestId: string) =>
  respond(
    'ErrorResponse',
    { Error: { Type: 'Sender', Code: code, Message: message }, RequestId },
    status,
    RequestId,
  );
