/** From the service's range for inputs; which ones it would give for these is not known. */
export const warningCodes = { captions: 230_001, audio: 230_002 } as const;

export type Warn = (code: number, message: string) => void;
