import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import { fileOf } from '../manifest.ts';
import { OutputRejected } from '../rejected.ts';

const number = z.coerce.number();
const templateSchema = z.looseObject({
  initialization: z.string().optional(),
  media: z.string().optional(),
  startNumber: number.optional(),
  SegmentTimeline: z
    .looseObject({ S: z.array(z.looseObject({ t: number.optional(), d: number, r: number.default(0) })) })
    .optional(),
});
const representationSchema = z.looseObject({
  id: z.string().default(''),
  bandwidth: z.string().default(''),
  BaseURL: z.string().optional(),
  SegmentTemplate: templateSchema.optional(),
});
const setSchema = z.looseObject({
  SegmentTemplate: templateSchema.optional(),
  Representation: z.array(representationSchema).min(1),
});
const manifestSchema = z.object({
  MPD: z.looseObject({
    Period: z.array(z.looseObject({ AdaptationSet: z.array(setSchema).min(1) })).min(1),
  }),
});

type Template = z.infer<typeof templateSchema>;
type Identifiers = { RepresentationID: string; Bandwidth: string; Number?: number; Time?: number };

const lists = ['Period', 'AdaptationSet', 'Representation', 'S'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  isArray: (name) => lists.includes(name),
});

/** Fills in a template's identifiers: `$Number%09d$`, `$$` (ISO/IEC 23009-1, 5.3.9.4.4). */
const fill = (template: string, identifiers: Identifiers) =>
  template.replace(/\$(\w*)(?:%0(\d+)d)?\$/g, (_, name: keyof Identifiers | '', width = '1') =>
    name === '' ? '$' : String(identifiers[name] ?? '').padStart(Number(width), '0'),
  );

/** Start times of a timeline's segments; a run that goes on to the end of the period (`r` below 0) counts once. */
function timesOf({ SegmentTimeline }: Template): number[] {
  const times: number[] = [];
  let time = 0;
  for (const { t, d, r } of SegmentTimeline?.S ?? []) {
    time = t ?? time;
    for (let again = 0; again <= Math.max(0, r); again += 1, time += d) times.push(time);
  }
  return times;
}

function namesOf(template: Template, same: Identifiers): string[] {
  const { initialization, media, startNumber = 1 } = template;
  const parts = media ? timesOf(template) : [];
  return [
    ...(initialization ? [fill(initialization, same)] : []),
    ...parts.map((Time, index) => fill(media ?? '', { ...same, Time, Number: startNumber + index })),
  ];
}

function parse(text: string, file: string) {
  try {
    return manifestSchema.parse(parser.parse(text, true));
  } catch (error) {
    throw new OutputRejected({ check: 'playlists', file }, 'output_rejected', error);
  }
}

/**
 * The files that each representation of a DASH manifest names, by adaptation set, in the order of the text: of segments
 * without a timeline only what initialises them.
 * @throws OutputRejected when it is not well-formed or no manifest
 */
export function setsOfDash(text: string, file: string): string[][][] {
  const sets = parse(text, file).MPD.Period.flatMap(({ AdaptationSet }) => AdaptationSet);
  return sets.map((set) =>
    set.Representation.map(({ id, bandwidth, BaseURL, SegmentTemplate }) => {
      const template = { ...set.SegmentTemplate, ...SegmentTemplate };
      const names = namesOf(template, { RepresentationID: id, Bandwidth: bandwidth });
      return [...(BaseURL ? [BaseURL] : []), ...names].map((name) => fileOf(name, file));
    }),
  );
}

/** The files that a DASH manifest names, each once. */
export const filesOfDash = (text: string, file: string): Set<string> =>
  new Set(setsOfDash(text, file).flat(2));
