/**
 * What {@code keyward doctor} looks at: one class a question, each answering with findings. A check
 * sees only what it is given, changes nothing that stays, and never shows a secret. Printing, and
 * finding the key service, is the command's.
 */
package dev.keyward.tool.doctor;
