"""The regions, their municipalities and their organisations, and how each can be reached.

An organisation belongs to one region. A contact person is a row of its own with a reason and an
end date, so that a person can be erased while the organisation stays.
"""
