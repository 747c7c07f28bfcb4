import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { OfflineBar, useTitle } from '../../components/index.ts'
import styles from './sign-in-frame.module.css'
import { LanguageChoice, SchemeChoice } from './display-choices.tsx'

export type EntranceProps = { title: string; lead?: ReactNode; children: ReactNode }

/** Layout of the sign-in page and the steps that follow it. */
export function Entrance({ title, lead, children }: EntranceProps): ReactNode {
  const { t } = useText()
  useTitle(title)
  return (
    <>
      <OfflineBar />
      <main className={styles.entrance}>
        <div className={styles.box}>
          <div className={styles.brand}>
            <img src="/logo.svg" width="28" height="28" alt="" />
            {t('product.name')}
          </div>
          <h1>{title}</h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
        <div className={styles.foot}>
          <LanguageChoice />
          <SchemeChoice />
        </div>
      </main>
    </>
  )
}
