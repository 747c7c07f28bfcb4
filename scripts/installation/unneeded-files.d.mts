export function isNeeded(place: string, system: { platform: string; arch: string }): boolean
