/** As much of a browser as the sign-in pages take: their cookies, the hidden fields of a form, redirects one at a time. */
export function createForms() {
  const jar = new Map<string, string>();

  async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, {
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      headers: { cookie },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until there is a page. */
  async function arrive(response: Response, from: string): Promise<{ url: string; page: string }> {
    const next = response.headers.get('location');
    if (!next) return { url: from, page: await response.text() };
    const url = new URL(next, from).href;
    return arrive(await visit(url), url);
  }

  return {
    open: async (url: string) => arrive(await visit(url), url),
    /** Fills in the page's form and sends it; ends on the page that this leads to. */
    async submit({ url, page }: { url: string; page: string }, typed: Record<string, string>) {
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
      const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
      const action = new URL(/<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? '', url).href;
      return arrive(await visit(action, { ...fields, ...typed }), action);
    },
  };
}
