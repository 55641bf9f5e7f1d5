/**
 * Any REST API that can be described in YAML, in the original's words or in dlt's. What users write
 * becomes the same toolkit values that connectors in Java are made of.
 */
package dev.dango.connectors.rest;
