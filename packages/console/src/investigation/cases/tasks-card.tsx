import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode, type RefObject } from 'react'
import type { CaseDetailView } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import type { CaseActions } from './use-case-actions.ts'
import styles from './case-page.module.css'

export type TasksCardProps = {
  kase: CaseDetailView
  acting: CaseActions
  mayWork: boolean
  field: RefObject<HTMLInputElement | null>
}

/** Open and completed tasks of a case. */
export function TasksCard({ kase, acting, mayWork, field }: TasksCardProps): ReactNode {
  const { t } = useText()
  const [text, setText] = useState('')
  const add = (event: FormEvent): void => {
    event.preventDefault()
    const words = text.trim()
    if (words === '') return
    acting.act({ type: 'add-task', text: words })
    setText('')
  }
  return (
    <Card title={t('case.tasks')}>
      {kase.tasks.length === 0 && <p className={styles.none}>{t('case.tasks.empty')}</p>}
      {kase.tasks.length > 0 && (
        <ul className={styles.tasks}>
          {kase.tasks.map(({ id, text: words, done }) => (
            <li key={id} data-done={done}>
              <Checkbox
                size="sm"
                label={<span className="stranger">{words}</span>}
                checked={done}
                disabled={!mayWork}
                onChange={() =>
                  acting.act({ type: done ? 'reopen-task' : 'finish-task', task: id })
                }
              />
            </li>
          ))}
        </ul>
      )}
      {mayWork && (
        <form className={styles.add} onSubmit={add}>
          <TextInput
            ref={field}
            label={t('case.task.new')}
            maxLength={500}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={text.trim() === ''}>
            {t('case.task.add')}
          </Button>
        </form>
      )}
    </Card>
  )
}
