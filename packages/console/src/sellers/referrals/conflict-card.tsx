import { Button, Radio } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { formOf, type DraftPart } from './draft-form.ts'
import { textOfPart } from './merge-parts.ts'
import styles from './referrals.module.css'
import type { Conflict, Writing } from './use-referral-draft.ts'

/** Parts that two people wrote differently, until one version of each is chosen. */
export function ConflictCard({
  writing,
  conflict: { theirs, parts },
}: {
  writing: Writing
  conflict: Conflict
}): ReactNode {
  const { t } = useText()
  const [taken, setTaken] = useState<readonly DraftPart[]>([])
  const other = formOf(theirs)
  const choose = (part: DraftPart, whose: string): void =>
    setTaken([...taken.filter((one) => one !== part), ...(whose === 'theirs' ? [part] : [])])
  return (
    <div className={styles.apart}>
      <Card title={t('dossier.conflict')} lead={t('dossier.conflict.description')}>
        <div role="status" className={styles.fields}>
          {parts.map((part) => (
            <Radio.Group
              key={part}
              label={t(`dossier-part.${part}`)}
              value={taken.includes(part) ? 'theirs' : 'mine'}
              onChange={(whose) => choose(part, whose)}
            >
              <div className={styles.both}>
                <Side whose="mine" words={textOfPart(writing.form[part])} />
                <Side whose="theirs" words={textOfPart(other[part])} />
              </div>
            </Radio.Group>
          ))}
        </div>
        <div className={styles.steps}>
          <Button onClick={() => writing.settle(taken)}>{t('dossier.conflict.keep')}</Button>
        </div>
      </Card>
    </div>
  )
}

function Side({ whose, words }: { whose: 'mine' | 'theirs'; words: string }): ReactNode {
  const { t } = useText()
  return (
    <div>
      <Radio value={whose} label={t(`dossier.conflict.${whose}`)} />
      <p className={`${styles.words} stranger`} dir="auto">
        {words === '' ? t('dossier.conflict.empty') : <VisibleText text={words} />}
      </p>
    </div>
  )
}
