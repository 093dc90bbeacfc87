/** Ids that the examples share, so that they tell one story. */
export const videoId = '01KB3V5Q8M6W4T2R0P9N7K5J3H';
export const version = '01KB3V5Q9XA1B2C3D4E5F6G7H8';
export const nextVersion = '01KB8Z1K2M3N4P5Q6R7S8T9V0W';
export const uploadId = '01KB3V5QA0ZYXWVTSRQPNMKJHG';
/** Cognito's `sub`. */
export const personId = '7f1c0e52-5d0b-4a8e-9a0c-2f6d3b1e8c47';

export const media = 'https://media.video.example.com';
export const folder = `${media}/shark/v/${videoId}/${version}`;
