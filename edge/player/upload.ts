import './upload/uploader.ts';
