import './admin/bulk.ts';
import './admin/form.ts';
import './admin/invite.ts';
import './admin/live.ts';
import './admin/poster.ts';
import './admin/replace.ts';
import './admin/resend-expired.ts';
import './admin/storyboard-strip.ts';
