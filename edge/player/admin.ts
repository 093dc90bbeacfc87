import './admin/form.ts';
import './admin/live.ts';
