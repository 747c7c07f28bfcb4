const accusations =
  /\b(?:is|are|was|were|sells?|sold|selling|offers?|offered)\s+(?:(?:a|an|the|clearly|obviously|certainly)\s+)*(?:fakes?|counterfeits?|forged|forger(?:y|ies)|knock-?offs?|bogus)\b/giu

/**
 * Words that state a verdict instead of facts: “is fake”. Texts for others should state what the title says, what the
 * picture shows, what the register contains.
 */
export function accusingWords(text: string): string[] {
  return [...text.matchAll(accusations)].map(([match]) => match)
}

/** True if a reason is substantive: more than a number, a name or a repetition of the ground. */
export function isReason(why: string, ground: string): boolean {
  const words = why.match(/\p{L}{2,}/gu) ?? []
  return words.length >= 4 && why.trim().toLowerCase() !== ground.trim().toLowerCase()
}
