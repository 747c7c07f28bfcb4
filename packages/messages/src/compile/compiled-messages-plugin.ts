import { relative } from 'node:path'
import { compileMessages } from './compile-message.ts'

type CompiledMessagesPlugin = {
  name: string
  enforce: 'pre'
  transform(code: string, id: string): { code: string; map: null } | undefined
}

/** Lets Vite import the namespaces of a folder of locales as compiled messages. */
export function compiledMessages(locales: string): CompiledMessagesPlugin {
  return {
    name: 'touchstone-compiled-messages',
    enforce: 'pre',
    transform: (code, id) => {
      const [file = ''] = id.split('?', 1)
      return isNamespace(locales, file) ? { code: compileNamespace(code), map: null } : undefined
    },
  }
}

/** Whether a file is a namespace of a language: `<locales>/<language>/<namespace>.json`. */
export function isNamespace(locales: string, file: string): boolean {
  return /^[a-z-]+[/\\][a-z-]+\.json$/i.test(relative(locales, file))
}

/** Compiles the text of a locale file to JSON. */
export function compileNamespace(json: string): string {
  return JSON.stringify(compileMessages(JSON.parse(json) as Record<string, string>))
}
