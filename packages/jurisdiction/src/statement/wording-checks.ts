const accusations =
  /\b(?:is|are|was|were|sells?|sold|selling|offers?|offered)\s+(?:(?:a|an|the|clearly|obviously|certainly)\s+)*(?:fakes?|counterfeits?|forged|forger(?:y|ies)|knock-?offs?|bogus)\b/giu

/**
 * Words that pass a verdict where facts belong: “is fake”. What others read says what the title says, what
 * the picture shows, what the register holds.
 */
export function accusingWords(text: string): string[] {
  return [...text.matchAll(accusations)].map(([found]) => found)
}

/** True where a reason is one: more than a number, a name or a repetition of the ground. */
export function isReason(why: string, ground: string): boolean {
  const words = why.match(/\p{L}{2,}/gu) ?? []
  return words.length >= 4 && why.trim().toLowerCase() !== ground.trim().toLowerCase()
}
