import { Button, type ButtonProps } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** Copies a text; not rendered where the browser forbids copying, as over plain HTTP. */
export function CopyButton({
  text,
  size,
}: { text: string } & Pick<ButtonProps, 'size'>): ReactNode {
  const { t } = useText()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  if (!('clipboard' in navigator)) return null
  return (
    <Button {...(size && { size })} variant="default" onClick={() => void copy()}>
      {copied ? t('state.copied') : t('state.copy')}
    </Button>
  )
}
