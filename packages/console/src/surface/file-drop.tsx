import { useId, useState, type DragEvent, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './file-drop.module.css'
import { Icon } from './icon.tsx'

export type FileDropProps = { label: string; hint: string; onFile: (file: File) => void }

/** Takes one file, dropped or chosen. */
export function FileDrop({ label, hint, onFile }: FileDropProps): ReactNode {
  const { t } = useText()
  const id = useId()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="import" size={24} />
      <strong>{label}</strong>
      <span id={`${id}-hint`}>{hint}</span>
      <label className={styles.choose}>
        {t('file.choose')}
        <input
          className="only-read-aloud"
          type="file"
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            if (file) onFile(file)
            // The same file, mended, may be chosen again.
            currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}
