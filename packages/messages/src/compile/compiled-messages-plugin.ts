import { compileMessages } from './compile-message.ts'

type CompiledMessagesPlugin = {
  name: string
  enforce: 'pre'
  transform(code: string, id: string): { code: string; map: null } | undefined
}

const isNamespace = /[/\\]locales[/\\][a-z-]+[/\\][a-z-]+\.json(?:\?|$)/i

/** Lets Vite import a namespace of a language as compiled messages. */
export function compiledMessages(): CompiledMessagesPlugin {
  return {
    name: 'touchstone-compiled-messages',
    enforce: 'pre',
    transform: (code, id) =>
      isNamespace.test(id)
        ? {
            code: JSON.stringify(compileMessages(JSON.parse(code) as Record<string, string>)),
            map: null,
          }
        : undefined,
  }
}
