import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon } from '../../surface/index.ts'
import styles from './notices.module.css'
import type { Sentence } from './check-findings.ts'

/** What is missing beside where it is missing. The server words it in English; each language says the gist of it. */
export function FieldFindings({ sentences }: { sentences: readonly Sentence[] }): ReactNode {
  const { locale, word } = useText()
  if (sentences.length === 0) return null
  return (
    <ul className={styles.said}>
      {sentences.map(({ code, message, isWarning }) => {
        const gist = locale === 'en' ? undefined : word(`notice-check.${code}`)
        return (
          <li key={`${code} ${message}`} data-warning={isWarning}>
            <Icon name="warning" size={14} />
            <span>
              {gist !== undefined && <>{gist} </>}
              <span lang="en" className={gist === undefined ? undefined : styles.fine}>
                {message}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
