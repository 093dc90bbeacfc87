import type { Spend } from '../../../shared/spend.ts';
import { maxUploadBytes, mediaExtensions } from '../../../shared/upload.ts';
import { type Frame, ManageTabs, NoScript, Page } from './page.tsx';
import { SpendMeter } from './spend-meter.tsx';

/** `/admin/upload`: the element takes the accepted extensions from its input. */
export const ManageUploadPage = ({ frame, spend }: { frame: Frame; spend: Spend }) => (
  <Page {...frame} title="Upload" section="manage" scripts={['upload']}>
    <ManageTabs tab="upload" />
    <div class="heading">
      <h1>Upload</h1>
      <SpendMeter spend={spend} />
    </div>
    <NoScript what="Uploading" />
    <shark-uploader max-bytes={maxUploadBytes}>
      <label class="drop">
        <strong>Drop videos here</strong>
        <span>
          or <span class="link">choose files</span>
        </span>
        <span class="hint">
          MP4, MOV, MKV, WebM and other usual formats, many at once. Big files are fine: an upload goes on
          where it stopped.
        </span>
        <input
          type="file"
          class="hidden"
          multiple
          aria-label="Choose videos"
          accept={mediaExtensions.map((extension) => `.${extension}`).join(',')}
        />
      </label>
      <ul class="rows uploads" aria-label="Uploads" />
    </shark-uploader>
  </Page>
);
