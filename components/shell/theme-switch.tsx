'use client'
import { useEffect } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { applyTheme, setTheme, type Theme, useTheme } from './theme.ts'

const CHOICES = [
  { value: 'system', label: 'As the system', glyph: 'screen' },
  { value: 'light', label: 'Light', glyph: 'sun' },
  { value: 'dark', label: 'Dark', glyph: 'moon' },
] as const

export function ThemeSwitch() {
  const theme = useTheme()
  useEffect(() => applyTheme(), [])
  return (
    <Menu
      align="end"
      label="Theme"
      trigger={
        <IconButton
          glyph={theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'screen'}
          label="Theme"
        />
      }
      entries={[
        { heading: 'Theme' },
        { value: theme, onChange: (value: string) => setTheme(value as Theme), choices: CHOICES },
      ]}
    />
  )
}
