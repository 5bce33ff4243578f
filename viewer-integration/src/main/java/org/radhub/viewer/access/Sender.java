package org.radhub.viewer.access;

/**
 * Somebody who stores, in one request: a person who signed in and may, or a device with its token.
 *
 * @param actor for the trail: the person's id or the device's AE title
 * @param site code of the site that the images are filed under: the actor's own
 * @param device the AE title that they are said to come from
 */
public record Sender(String actor, String site, String device) implements Entry {}
