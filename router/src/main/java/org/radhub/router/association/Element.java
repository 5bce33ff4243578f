package org.radhub.router.association;

/** The elements of a command set (PS3.7 annex E) that the hub reads or writes, in the order in which they stand. */
public enum Element {
    AFFECTED_SOP_CLASS_UID(0x0002, Kind.UID),
    REQUESTED_SOP_CLASS_UID(0x0003, Kind.UID),
    COMMAND_FIELD(0x0100, Kind.NUMBER),
    MESSAGE_ID(0x0110, Kind.NUMBER),
    MESSAGE_ID_BEING_RESPONDED_TO(0x0120, Kind.NUMBER),
    MOVE_DESTINATION(0x0600, Kind.TEXT),
    PRIORITY(0x0700, Kind.NUMBER),
    COMMAND_DATA_SET_TYPE(0x0800, Kind.NUMBER),
    STATUS(0x0900, Kind.NUMBER),
    ERROR_COMMENT(0x0902, Kind.TEXT),
    ERROR_ID(0x0903, Kind.NUMBER),
    AFFECTED_SOP_INSTANCE_UID(0x1000, Kind.UID),
    REQUESTED_SOP_INSTANCE_UID(0x1001, Kind.UID),
    EVENT_TYPE_ID(0x1002, Kind.NUMBER),
    ACTION_TYPE_ID(0x1008, Kind.NUMBER),
    NUMBER_OF_REMAINING_SUBOPERATIONS(0x1020, Kind.NUMBER),
    NUMBER_OF_COMPLETED_SUBOPERATIONS(0x1021, Kind.NUMBER),
    NUMBER_OF_FAILED_SUBOPERATIONS(0x1022, Kind.NUMBER),
    NUMBER_OF_WARNING_SUBOPERATIONS(0x1023, Kind.NUMBER),
    MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE(0x1030, Kind.TEXT),
    MOVE_ORIGINATOR_MESSAGE_ID(0x1031, Kind.NUMBER);

    enum Kind {
        UID,
        /** US. */
        NUMBER,
        /** AE or LO, of the default repertoire. */
        TEXT
    }

    final int number;
    final Kind kind;

    Element(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }
}
