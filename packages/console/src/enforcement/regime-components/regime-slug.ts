/** The part of a key that stands for a text of the regime. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** The sentences of a refusal, without the citation at their end: pages show its provisions beside it. */
export function sentencesOf(refusal: string): string[] {
  const [uncited = ''] = refusal.split('. (')
  return uncited.split('. ').map((sentence) => (sentence.endsWith('.') ? sentence : `${sentence}.`))
}
