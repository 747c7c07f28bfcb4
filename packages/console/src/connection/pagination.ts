/** How lists are read page by page, each from the place that the one before it named. */
export const pagination = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { next: string | null }) => next,
}

/** The place of a page, which the first one does not name. */
export function placed(after: string): { after?: string } {
  return after === '' ? {} : { after }
}
