/** Lets the page answer and paint before what comes next. */
export const rest = () => new Promise<void>((resolve) => setTimeout(resolve));
