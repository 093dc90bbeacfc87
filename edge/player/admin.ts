import './admin/form.ts';
import './admin/invite.ts';
import './admin/live.ts';
import './admin/resend-expired.ts';
