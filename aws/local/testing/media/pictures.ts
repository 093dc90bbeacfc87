import { stretched, turned } from './bytes.ts';
import { type Media, picture, sound } from './media.ts';

const clip = (size: string, rate = '25', seconds = 4) => [...picture(size, rate, seconds), ...sound(seconds)];

/** Every third of a second black for so long that it is noticed, then the test picture. */
const afterBlack = (media: Media, name: string, seconds: number) =>
  media.make(name, [
    ...['-f', 'lavfi', '-i', `color=black:s=640x360:r=25:d=${seconds}`, ...picture('640x360', '25', 3)],
    ...[...sound(seconds + 3), '-filter_complex', '[0:v][1:v]concat=n=2[v]', '-map', '[v]', '-map', '2:a'],
  ]);

/** From BT.709 at ordinary brightness to BT.2100, 10 bits. */
const toHdr = (transfer: string) =>
  [
    'format=yuv420p,zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t=linear:npl=203:p=bt709,format=gbrpf32le',
    `zscale=p=bt2020:t=${transfer}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le`,
  ].join(',');

const hdr = (media: Media, name: string, transfer: string) =>
  media.copy(name, [
    ...clip('640x360', '25', 2),
    ...['-vf', toHdr(transfer), '-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
    ...['-x265-params', `log-level=none:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc`],
    ...['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'],
    ...['-movflags', '+write_colr', '-c:a', 'aac'],
  ]);

/** Pictures of every shape that people have, a few seconds each; files are made by ffmpeg when they are asked for. */
export const pictures = {
  landscape: (media: Media) => media.make('landscape.mp4', clip('640x360')),
  /** As a phone held upright writes it: wide, to be turned. */
  upright: async (media: Media) => turned(await media.make('upright.mp4', clip('640x360'))),
  square: (media: Media) => media.make('square.mp4', clip('480x480')),
  /** 2.39:1. */
  wide: (media: Media) => media.make('wide.mp4', clip('860x360')),
  odd: (media: Media) =>
    media.make('odd.mp4', [...clip('640x360'), '-vf', 'scale=641:361,setsar=1,format=yuv444p']),
  /** 360x288 pixels of 16:11 are 524x288. */
  anamorphic: (media: Media) => media.make('anamorphic.mp4', [...clip('360x288'), '-vf', 'setsar=16/11']),
  small: (media: Media) => media.make('small.mp4', clip('426x240')),
  fast: (media: Media) => media.make('fast.mp4', clip('640x360', '120', 2)),
  ntsc: (media: Media) => media.make('ntsc.mp4', clip('640x360', '30000/1001')),
  /** A second at full rate, then every seventh picture. */
  varying: async (media: Media) => {
    const steps = "select='lt(t,1)+not(mod(n,7))'";
    const varying = await media.make('varying.mkv', [...clip('640x360', '30'), '-vf', steps]);
    return media.copy('varying.mp4', ['-i', varying, '-c', 'copy']);
  },
  pq: (media: Media) => hdr(media, 'pq.mp4', 'smpte2084'),
  hlg: (media: Media) => hdr(media, 'hlg.mp4', 'arib-std-b67'),
  /** 25 frames of two fields, each field its own moment. */
  fields: (media: Media) =>
    media.make('fields.mp4', [
      ...clip('720x576', '50', 3),
      ...['-vf', 'tinterlace=interleave_top,setfield=tff', '-flags', '+ildct+ilme', '-x264opts', 'tff=1'],
    ]),
  /** Two seconds whose headers say five hours; what is in them says otherwise. */
  lying: async (media: Media) =>
    stretched(await media.make('lying.mp4', picture('320x180', '25', 2)), 9000, { pictures: false }),
  silent: (media: Media) => media.make('silent.mp4', picture('640x360', '25', 4)),
  /** Of squares whose edges are sharp, and no longer are once it is made smaller. */
  drawing: (media: Media) =>
    media.make('drawing.mp4', [
      ...['-f', 'lavfi', '-i', 'life=s=128x72:r=5:seed=1:ratio=0.3', '-t', '2'],
      ...['-vf', 'scale=1280:720:flags=neighbor,format=yuv420p'],
    ]),
  afterBlack: (media: Media) => afterBlack(media, 'after-black.mp4', 3),
} as const;
