/**
 * The text of a form's chosen files by their fields' names; `data-format="other"` adds the ending of the file's name as
 * the field `other`.
 */
export async function textOfFiles(form: HTMLFormElement): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="file"][name]')) {
    const file = input.files?.[0];
    if (!file) continue;
    read[input.name] = await file.text();
    const { format } = input.dataset;
    if (format) read[format] = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  }
  return read;
}
