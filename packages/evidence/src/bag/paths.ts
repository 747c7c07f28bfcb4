/** The fault of a path in a package, as a sentence, or undefined if it is valid. */
export function pathFault(path: string): string | undefined {
  if (path === '' || path.length > 1000) return 'is empty or too long'
  if (/[\0-\x1f\x7f]/.test(path)) return 'contains a control character'
  if (path.includes('\\')) return 'contains a backslash'
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.startsWith('~')) {
    return 'does not start in the package'
  }
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'leads out of the package or through its folders'
  }
  return undefined
}

/**
 * Whether a path may be written: ASCII only, so that no file system or archive changes its spelling, and without
 * characters that `sha256sum` would have to escape.
 */
export function isPlainPath(path: string): boolean {
  return path.length <= 200 && /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i.test(path)
}

/** The common spelling of paths that some file systems treat as the same. */
export function foldedPath(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
