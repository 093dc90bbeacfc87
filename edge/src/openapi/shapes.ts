import type * as z from 'zod';
import type { Shape } from './shape.ts';
import { generalShapes } from './shapes/general.ts';
import { issuerShapes } from './shapes/issuer.ts';
import { personShapes } from './shapes/people.ts';
import { playbackShapes } from './shapes/playback.ts';
import { queryShapes } from './shapes/queries.ts';
import { uploadShapes } from './shapes/uploads.ts';
import { versionShapes } from './shapes/versions.ts';
import { videoShapes } from './shapes/videos.ts';

/** Every shape that goes in or comes out; a test finds an operation whose shape is not among them. */
export const shapes: Shape[] = [
  ...videoShapes,
  ...versionShapes,
  ...uploadShapes,
  ...playbackShapes,
  ...personShapes,
  ...generalShapes,
  ...issuerShapes,
  ...queryShapes,
];

/** The shape of a schema. @throws TypeError for one without name and example. */
export function shapeOf(schema: z.ZodType): Shape {
  const found = shapes.find((shape) => shape.schema === schema);
  if (!found) throw new TypeError('a schema of an operation is not among the shapes of openapi/shapes.ts');
  return found;
}
