import type { z } from 'zod';

/**
 * In what the checks of an imported file and of the saved state differ. Everything else about messages, turns and cookies is the same for
 * both, so that what an import accepts can be saved, and read again.
 */
export type Rules = {
  /** Whether texts, lists and numbers have limits. */
  readonly hasLimits: boolean;
  /** Whether fields that are not known stay; they are left out otherwise. A newer emulator may write some. */
  readonly keepsUnknown: boolean;
  /** Whether addresses that open an editor stay. */
  readonly keepsEditorUrls: boolean;
};

/**
 * Of a file of anybody. Nothing that is shown or stored may be larger than what the emulator itself makes; and the address of another
 * machine's editor leads nowhere, or elsewhere.
 */
export const IMPORTED: Rules = { hasLimits: true, keepsUnknown: false, keepsEditorUrls: false };

/** Of the saved state. What the emulator has kept is always readable, and the newer emulator that wrote more finds it again. */
export const SAVED: Rules = { hasLimits: false, keepsUnknown: true, keepsEditorUrls: true };

/** Does not compile when a field of a type has no schema, or a schema no field. For `satisfies`. */
export type FieldsOf<Value> = { readonly [Field in keyof Value]-?: z.ZodType };

/** Does not compile when there may be a value that its schema refuses. */
export type Takes<Value extends z.input<Schema>, Schema extends z.ZodType> = [Value, Schema];
