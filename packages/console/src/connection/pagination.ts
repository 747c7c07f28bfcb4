/** Keyset pagination: each page starts at the cursor of the one before. */
export const pagination = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { next: string | null }) => next,
}

/** The cursor parameter, which the first page omits. */
export function placed(after: string): { after?: string } {
  return after === '' ? {} : { after }
}
