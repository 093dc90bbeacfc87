import * as z from 'zod';

/** What of a job's settings is done here, as it comes on the wire; any other key or value is 501. */
const integer = z.int();
const rateControl = {
  rateControlMode: z.literal('QVBR'),
  qvbrSettings: z
    .strictObject({ qvbrQualityLevel: z.number(), qvbrQualityLevelFineTune: z.number().default(0) })
    .optional(),
  maxBitrate: integer.optional(),
  /** All are made in a single pass. */
  qualityTuningLevel: z.enum(['SINGLE_PASS', 'SINGLE_PASS_HQ', 'MULTI_PASS_HQ']).optional(),
};

const frameRate = {
  framerateControl: z.enum(['INITIALIZE_FROM_SOURCE', 'SPECIFIED']).default('INITIALIZE_FROM_SOURCE'),
  framerateNumerator: integer.optional(),
  framerateDenominator: integer.optional(),
  framerateConversionAlgorithm: z.literal('DUPLICATE_DROP').optional(),
};

const h264Schema = z.strictObject({
  ...rateControl,
  ...frameRate,
  /** Keyframes lie at a fixed distance whatever is asked, so that renditions stay aligned. */
  sceneChangeDetect: z.enum(['DISABLED', 'ENABLED', 'TRANSITION_DETECTION']).optional(),
  gopSizeUnits: z.enum(['AUTO', 'SECONDS']).default('AUTO'),
  gopSize: z.number().min(0.5).max(10).optional(),
  parControl: z.literal('SPECIFIED'),
  parNumerator: z.literal(1),
  parDenominator: z.literal(1),
  interlaceMode: z.literal('PROGRESSIVE').optional(),
  codecProfile: z.enum(['BASELINE', 'MAIN', 'HIGH']).default('HIGH'),
  codecLevel: z.literal('AUTO').optional(),
  adaptiveQuantization: z.string().optional(),
});
export type H264 = z.infer<typeof h264Schema>;

const frameCaptureSchema = z.strictObject({
  framerateNumerator: integer.default(1),
  framerateDenominator: integer.default(1),
  maxCaptures: integer.default(10_000_000),
  quality: integer.default(80),
});

const preprocessorsSchema = z.strictObject({
  colorCorrector: z
    .strictObject({
      colorSpaceConversion: z.enum(['NONE', 'FORCE_709']).default('NONE'),
      hdrToSdrToneMapper: z.enum(['PRESERVE_DETAILS', 'VIBRANT']).default('PRESERVE_DETAILS'),
    })
    .optional(),
  deinterlacer: z
    .strictObject({
      algorithm: z.enum(['INTERPOLATE', 'LINEAR_INTERPOLATION']).optional(),
      control: z.enum(['NORMAL', 'FORCE_ALL_FRAMES']).default('NORMAL'),
      mode: z.literal('DEINTERLACE').optional(),
    })
    .optional(),
});
export type Preprocessors = z.infer<typeof preprocessorsSchema>;

const videoSchema = z.strictObject({
  width: integer.optional(),
  height: integer.optional(),
  scalingBehavior: z.enum(['FIT', 'FIT_NO_UPSCALE', 'STRETCH_TO_OUTPUT']),
  videoPreprocessors: preprocessorsSchema.prefault({}),
  codecSettings: z.discriminatedUnion('codec', [
    z.strictObject({ codec: z.literal('H_264'), h264Settings: h264Schema }),
    z.strictObject({
      codec: z.literal('FRAME_CAPTURE'),
      frameCaptureSettings: frameCaptureSchema.prefault({}),
    }),
  ]),
});

const audioSchema = z.strictObject({
  audioSourceName: z.string().optional(),
  languageCode: z.string().optional(),
  /** Counts before `languageCode`. */
  customLanguageCode: z.string().optional(),
  languageCodeControl: z.enum(['FOLLOW_INPUT', 'USE_CONFIGURED']).default('USE_CONFIGURED'),
  streamName: z.string().optional(),
  codecSettings: z.strictObject({
    codec: z.literal('AAC'),
    aacSettings: z.strictObject({
      bitrate: integer.default(128_000),
      codingMode: z.enum(['CODING_MODE_1_0', 'CODING_MODE_2_0', 'CODING_MODE_5_1']),
      sampleRate: integer,
      codecProfile: z.literal('LC').optional(),
      rateControlMode: z.literal('CBR').optional(),
    }),
  }),
});

const captionSchema = z.strictObject({
  captionSelectorName: z.string(),
  languageCode: z.string().default('UND'),
  languageDescription: z.string().optional(),
  destinationSettings: z.strictObject({
    destinationType: z.literal('WEBVTT'),
    webvttDestinationSettings: z
      .strictObject({ stylePassthrough: z.literal('ENABLED').optional() })
      .optional(),
  }),
});

const audioTrack = {
  audioGroupId: z.string().optional(),
  audioTrackType: z
    .enum([
      'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT',
      'ALTERNATE_AUDIO_AUTO_SELECT',
      'ALTERNATE_AUDIO_NOT_AUTO_SELECT',
      'AUDIO_ONLY_VARIANT_STREAM',
    ])
    .optional(),
  audioRenditionSets: z.string().optional(),
  iFrameOnlyManifest: z.literal('EXCLUDE').optional(),
};

const outputSchema = z.strictObject({
  nameModifier: z.string().default(''),
  extension: z.literal('jpg').optional(),
  containerSettings: z.strictObject({
    container: z.enum(['CMFC', 'M3U8', 'RAW']),
    cmfcSettings: z.strictObject({ ...audioTrack, audioDuration: z.string().optional() }).optional(),
    m3u8Settings: z.strictObject({}).optional(),
  }),
  outputSettings: z
    .strictObject({
      hlsSettings: z.strictObject({
        ...audioTrack,
        audioOnlyContainer: z.enum(['AUTOMATIC', 'M2TS']).optional(),
        segmentModifier: z.string().default(''),
      }),
    })
    .optional(),
  videoDescription: videoSchema.optional(),
  audioDescriptions: z.array(audioSchema).length(1).optional(),
  captionDescriptions: z.array(captionSchema).length(1).optional(),
});
export type Output = z.infer<typeof outputSchema>;

const size = z.strictObject({ width: integer.optional(), height: integer.optional() });
const abrSchema = z.strictObject({
  maxAbrBitrate: integer.default(100_000_000),
  minAbrBitrate: integer.default(100_000),
  maxRenditions: integer.default(15),
  rules: z
    .array(z.strictObject({ type: z.literal('MIN_BOTTOM_RENDITION_SIZE'), minBottomRenditionSize: size }))
    .default([]),
});
export type AbrSettings = z.infer<typeof abrSchema>;

const segments = {
  destination: z.string(),
  segmentControl: z.literal('SEGMENTED_FILES'),
  segmentLength: integer.default(10),
  segmentLengthControl: z.literal('GOP_MULTIPLE').optional(),
  minFinalSegmentLength: z.literal(0).optional(),
  manifestDurationFormat: z.literal('FLOATING_POINT').optional(),
  /** Both standards write H.264 and AAC in the same way. */
  codecSpecification: z.enum(['RFC_6381', 'RFC_4281']).optional(),
  streamInfResolution: z.literal('INCLUDE').optional(),
  imageBasedTrickPlay: z.literal('NONE').optional(),
};

const groupSettingsSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('CMAF_GROUP_SETTINGS'),
    cmafGroupSettings: z.strictObject({
      ...segments,
      fragmentLength: integer.optional(),
      writeHlsManifest: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      writeDashManifest: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    }),
  }),
  z.strictObject({
    type: z.literal('HLS_GROUP_SETTINGS'),
    hlsGroupSettings: z.strictObject({
      ...segments,
      minSegmentLength: z.literal(0).optional(),
      directoryStructure: z.literal('SINGLE_DIRECTORY').optional(),
      captionLanguageSetting: z.enum(['OMIT', 'NONE']).optional(),
      programDateTime: z.literal('EXCLUDE').optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('FILE_GROUP_SETTINGS'),
    fileGroupSettings: z.strictObject({ destination: z.string() }),
  }),
]);

const groupSchema = z.strictObject({
  name: z.string().optional(),
  customName: z.string().optional(),
  automatedEncodingSettings: z.strictObject({ abrSettings: abrSchema }).optional(),
  outputGroupSettings: groupSettingsSchema,
  outputs: z.array(outputSchema).min(1),
});
export type OutputGroup = z.infer<typeof groupSchema>;

/** Without a type, the input's first sound. */
const audioSelectorSchema = z.strictObject({
  selectorType: z.literal('TRACK').optional(),
  tracks: z.array(integer.min(1)).length(1).optional(),
  defaultSelection: z.enum(['DEFAULT', 'NOT_DEFAULT']).optional(),
});

const inputSchema = z.strictObject({
  fileInput: z.string(),
  timecodeSource: z.enum(['EMBEDDED', 'ZEROBASED']).optional(),
  videoSelector: z.strictObject({ rotate: z.enum(['AUTO', 'DEGREE_0']).default('DEGREE_0') }).prefault({}),
  audioSelectors: z.record(z.string(), audioSelectorSchema).default({}),
  captionSelectors: z
    .record(
      z.string(),
      z.strictObject({
        sourceSettings: z.strictObject({
          sourceType: z.literal('WEBVTT'),
          fileSourceSettings: z.strictObject({ sourceFile: z.string() }),
        }),
      }),
    )
    .default({}),
});
export type Input = z.infer<typeof inputSchema>;

export const settingsSchema = z.strictObject({
  timecodeConfig: z.strictObject({ source: z.enum(['EMBEDDED', 'ZEROBASED']) }).optional(),
  inputs: z.array(inputSchema).length(1),
  outputGroups: z.array(groupSchema).min(1),
});
export type Settings = z.infer<typeof settingsSchema>;
